/// Kernels for AVX-512.
#define HEGEMON_KERNELS avx512
#define HEGEMON_KERNELS_NAME "avx512"
#include "language/kernels_loops.hpp"
