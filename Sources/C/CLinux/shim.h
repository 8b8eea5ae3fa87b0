// What Swift's module of the C library does not have: how it keeps memory, what a file system is, and a system call that has no function.
#include <malloc.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>

// The calling thread, and those that it makes, wait for the disk behind everybody else (ioprio_set(2): IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE).
// Some of the kernel's schedulers heed it.
static inline void give_way_on_disk(void) { syscall(SYS_ioprio_set, 1, 0, 3 << 13); }
