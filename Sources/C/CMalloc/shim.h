// How the C library keeps memory, which Swift's module of it does not have.
#include <malloc.h>
