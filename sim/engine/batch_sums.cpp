#include "engine/batch_sums.hpp"

#include <algorithm>

#include "core/ordered_sum.hpp"
#include "language/kernels.hpp"

namespace hegemon {

void BatchSums::begin(std::size_t values, std::uint64_t steps, std::size_t lanes) {
    lanes_ = lanes;
    sums_at_ = 0;
    sums.resize(2 * values * steps * sums_of(lanes));
    active.assign(steps * lanes, 0);
}

void BatchSums::add_step(std::uint32_t step, const std::vector<std::uint8_t>& counts) {
    auto* here = active.data() + step * lanes_;
    std::copy_n(counts.begin(), lanes_, here);
    counts_ = here;
    all_count_ = count_active(here, lanes_) == lanes_;
}

void BatchSums::add(const double* values, std::size_t rows) {
    if (!all_count_) {
        counted_.resize(rows * lanes_);
        for (std::size_t i = 0; i < counted_.size(); ++i) counted_[i] = counts_[i % lanes_] != 0 ? values[i] : 0.0;
        values = counted_.data();
    }
    const auto each = sums_of(lanes_);
    double* sum = sums.data() + sums_at_;
    double* squares = sum + rows * each;
    sums_at_ += 2 * rows * each;
    if (lanes_ == replicate_block) return kernels().block_moments(sum, squares, values, rows);
    for (std::size_t row = 0; row < rows; ++row, values += lanes_, sum += each, squares += each) {
        if (each < lanes_) {
            octet_moments(values, lanes_, sum, squares);
            continue;
        }
        std::copy_n(values, lanes_, sum);
        std::transform(values, values + lanes_, squares, [](double value) { return value * value; });
    }
}

}  // namespace hegemon
