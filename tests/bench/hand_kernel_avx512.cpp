/// The hand-written kernel for AVX-512 (F, DQ and VL).
#if defined(__x86_64__)
#define HEGEMON_HAND hand_avx512
#define HEGEMON_HAND_NAME "avx512"
#include "bench/hand_kernel_loops.hpp"
#endif
