// What a disk, a clock and the moment of a kill do to the program: preloaded into it (LD_PRELOAD), told what to do by a shared page.
//
// Durable steps are the calls after which something else would be found by a restart: fsync, fdatasync, rename, unlink, ftruncate. Each counts,
// and the process may be killed just before or just after any of them. The layout of the page is that of FaultPage.swift.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
    _Atomic int64_t steps;       // durable steps of the process that started last
    _Atomic int64_t matched;     // those of them that are like `kill_step`
    _Atomic int64_t kill_at;     // the matching step to be killed at, from 1; 0 for none
    _Atomic int64_t kill_after;  // whether the step is done first
    _Atomic int64_t error;       // what writing gives as errno; 0 for none
    _Atomic int64_t error_calls; // which calls give it: 1 writes, 2 syncs, 4 opens for writing
    _Atomic int64_t refused;     // calls that gave it
    _Atomic int64_t offset;      // seconds that the wall clock is off
    char kill_step[256];         // a pattern of call and path, as in the trace: `rename */done/*`; "" for any step
    char error_path[256];        // part of a path; "" for any file
    char trace[256];             // a file that each step is written to; "" for none
};

static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("GUIJI_FAULT_PAGE");
    // Programs that it starts are left alone.
    if (!path || strcmp(program_invocation_short_name, "guiji") != 0) return;
    int page = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
    if (page < 0) return;
    void *map = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, page, 0);
    syscall(SYS_close, page);
    if (map == MAP_FAILED) return;
    control = map;
    control->steps = 0;
    control->matched = 0;
}

#define REAL(name) \
    static __typeof__(name) *real; \
    if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

static void path_of(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void note(const char *call, const char *path) {
    if (!control->trace[0]) return;
    char line[PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s %s\n", call, path);
    int file = (int)syscall(SYS_openat, AT_FDCWD, control->trace, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return;
    if (length > 0) syscall(SYS_write, file, line, (size_t)length);
    syscall(SYS_close, file);
}

// Counts a step; true where the process is to be killed when it is done.
static int step(const char *call, const char *path) {
    if (!control) return 0;
    control->steps++;
    note(call, path);
    if (control->kill_step[0]) {
        char line[PATH_MAX + 64];
        snprintf(line, sizeof line, "%s %s", call, path);
        if (fnmatch(control->kill_step, line, 0) != 0) return 0;
    }
    if (++control->matched != control->kill_at) return 0;
    if (!control->kill_after) kill(getpid(), SIGKILL);
    return 1;
}

static void ended(int isKilled) {
    int kept = errno;
    if (isKilled) kill(getpid(), SIGKILL);
    errno = kept;
}

// Whether a call is to fail, with errno set.
static int fails(int kind, const char *path) {
    if (!control || !control->error || !(control->error_calls & kind)) return 0;
    if (control->error_path[0] && !strstr(path, control->error_path)) return 0;
    control->refused++;
    errno = (int)control->error;
    return 1;
}

static int fails_at(int kind, int descriptor) {
    if (!control || !control->error || !(control->error_calls & kind)) return 0;
    char path[PATH_MAX];
    path_of(descriptor, path);
    // Neither logs nor sockets are on the disk that fails.
    return path[0] == '/' && !strstr(path, "/dev/") && !strstr(path, ".log") && fails(kind, path);
}

#define STEP_AT(descriptor, call) \
    char path[PATH_MAX] = ""; \
    if (control) path_of(descriptor, path); \
    int isKilled = step(call, path)

int fsync(int descriptor) {
    REAL(fsync);
    STEP_AT(descriptor, "fsync");
    int result = fails(2, path) ? -1 : real(descriptor);
    ended(isKilled);
    return result;
}

int fdatasync(int descriptor) {
    REAL(fdatasync);
    STEP_AT(descriptor, "fdatasync");
    int result = fails(2, path) ? -1 : real(descriptor);
    ended(isKilled);
    return result;
}

int ftruncate(int descriptor, off_t length) {
    REAL(ftruncate);
    STEP_AT(descriptor, "ftruncate");
    int result = real(descriptor, length);
    ended(isKilled);
    return result;
}

int ftruncate64(int descriptor, off64_t length) {
    REAL(ftruncate64);
    STEP_AT(descriptor, "ftruncate");
    int result = real(descriptor, length);
    ended(isKilled);
    return result;
}

int rename(const char *source, const char *target) {
    REAL(rename);
    int isKilled = step("rename", target);
    int result = fails(1, target) ? -1 : real(source, target);
    ended(isKilled);
    return result;
}

int renameat(int from, const char *source, int to, const char *target) {
    REAL(renameat);
    int isKilled = step("rename", target);
    int result = fails(1, target) ? -1 : real(from, source, to, target);
    ended(isKilled);
    return result;
}

int renameat2(int from, const char *source, int to, const char *target, unsigned flags) {
    REAL(renameat2);
    int isKilled = step("rename", target);
    int result = fails(1, target) ? -1 : real(from, source, to, target, flags);
    ended(isKilled);
    return result;
}

int link(const char *source, const char *target) {
    REAL(link);
    int isKilled = step("link", target);
    int result = fails(1, target) ? -1 : real(source, target);
    ended(isKilled);
    return result;
}

int unlink(const char *path) {
    REAL(unlink);
    int isKilled = step("unlink", path);
    int result = real(path);
    ended(isKilled);
    return result;
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    int isKilled = step("unlink", path);
    int result = real(folder, path, flags);
    ended(isKilled);
    return result;
}

ssize_t write(int descriptor, const void *bytes, size_t count) {
    REAL(write);
    return fails_at(1, descriptor) ? -1 : real(descriptor, bytes, count);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    REAL(pwrite);
    return fails_at(1, descriptor) ? -1 : real(descriptor, bytes, count, offset);
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    REAL(pwrite64);
    return fails_at(1, descriptor) ? -1 : real(descriptor, bytes, count, offset);
}

static int is_for_writing(int flags) { return (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)); }

static mode_t mode_of(int flags, va_list rest) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; }

#define OPENS(name, parameters, arguments, path) \
    int name parameters { \
        REAL(name); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = mode_of(flags, rest); \
        va_end(rest); \
        if (is_for_writing(flags) && fails(4, path)) return -1; \
        return real arguments; \
    }

OPENS(open, (const char *path, int flags, ...), (path, flags, mode), path)
OPENS(open64, (const char *path, int flags, ...), (path, flags, mode), path)
OPENS(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), path)
OPENS(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), path)

int clock_gettime(clockid_t clock, struct timespec *time) {
    REAL(clock_gettime);
    int result = real(clock, time);
    if (result == 0 && control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += control->offset;
    return result;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    REAL(gettimeofday);
    int result = real(time, zone);
    if (result == 0 && control) time->tv_sec += control->offset;
    return result;
}

time_t time(time_t *place) {
    REAL(time);
    time_t now = real(NULL);
    if (control) now += control->offset;
    if (place) *place = now;
    return now;
}
