/// The hand-written kernel for what every processor has.
#define HEGEMON_HAND hand_baseline
#define HEGEMON_HAND_NAME "baseline"
#include "bench/hand_kernel_loops.hpp"
