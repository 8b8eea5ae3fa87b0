// What Swift's module of the C library does not have: how it keeps memory, and a system call that it has no function for.
#include <malloc.h>
#include <sys/syscall.h>
#include <unistd.h>

// The calling thread, and those that it makes, wait for the disk behind everybody else (ioprio_set(2): IOPRIO_WHO_PROCESS, IOPRIO_CLASS_IDLE).
// Some of the kernel's schedulers heed it.
static inline void give_way_on_disk(void) { syscall(SYS_ioprio_set, 1, 0, 3 << 13); }
