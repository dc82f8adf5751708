/// The hand-written kernel for AVX2.
#if defined(__x86_64__)
#define HEGEMON_HAND hand_avx2
#define HEGEMON_HAND_NAME "avx2"
#include "bench/hand_kernel_loops.hpp"
#endif
