// What Swift's module of the C library does not have: how it keeps memory, what a file system is, and system calls that have no function.
// What its headers declare belongs to this module where it is built first: none that Foundation or Glibc have, too, such as fcntl.h with its stat.
#include <malloc.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// The calling thread, and those that it makes, wait for the disk behind everybody else (ioprio_set(2): IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE).
// Some of the kernel's schedulers heed it.
static inline void give_way_on_disk(void) { syscall(SYS_ioprio_set, 1, 0, 3 << 13); }

// A rename that never puts one file in another's place (renameat2(2): AT_FDCWD, RENAME_NOREPLACE). Not all file systems have it (EINVAL).
static inline long rename_to_free_name(const char *from, const char *to) { return syscall(SYS_renameat2, -100, from, -100, to, 1); }
