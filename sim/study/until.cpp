#include "study/until.hpp"

namespace hegemon {

std::uint64_t next_look(std::uint64_t done) {
    std::uint64_t look = first_looked_at;
    while (look <= done) look *= 2;
    return look;
}

bool is_narrow(const MeanInterval& interval, double half_width) {
    const bool rests_on_enough = interval.method == IntervalMethod::score ||
                                 interval.method == IntervalMethod::student ||
                                 interval.method == IntervalMethod::bootstrap;
    return rests_on_enough && (interval.interval.high - interval.interval.low) / 2 <= half_width;
}

}  // namespace hegemon
