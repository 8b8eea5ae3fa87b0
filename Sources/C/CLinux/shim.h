// What Swift's module of the C library does not have: how it keeps memory, what a file system is, and system calls that have no function.
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// The calling thread, and those that it makes, wait for the disk behind everybody else (ioprio_set(2): IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE).
// Some of the kernel's schedulers heed it.
static inline void give_way_on_disk(void) { syscall(SYS_ioprio_set, 1, 0, 3 << 13); }

// A rename that never puts one file in another's place (renameat2(2): RENAME_NOREPLACE); where the file system cannot promise that, one that looks first.
static inline int rename_to_free_name(const char *from, const char *to) {
    long done = syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 1);
    if (done == 0 || (errno != EINVAL && errno != ENOSYS)) return (int)done;
    if (access(to, F_OK) == 0) { errno = EEXIST; return -1; }
    return rename(from, to);
}
