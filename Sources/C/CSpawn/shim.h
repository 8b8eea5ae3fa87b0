// What the C library has for programs that say _GNU_SOURCE, which Swift's module of it does not.
#include <spawn.h>

int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *, const char *);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *, int);
int pipe2(int ends[2], int flags);
