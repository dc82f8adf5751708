/// Kernels for AVX2 (most x86-64 processors since 2013).
#define HEGEMON_KERNELS avx2
#define HEGEMON_KERNELS_NAME "avx2"
#include "language/kernels_loops.hpp"
