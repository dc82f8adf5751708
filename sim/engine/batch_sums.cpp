#include "engine/batch_sums.hpp"

#include <algorithm>

#include "core/ordered_sum.hpp"

namespace hegemon {

void BatchSums::begin(std::size_t values, std::uint64_t steps, std::size_t lanes) {
    lanes_ = lanes;
    sums_at_ = 0;
    sums.assign(2 * values * steps * (lanes % octet == 0 ? lanes / octet : lanes), 0.0);
    active.assign(steps * lanes, 0);
}

void BatchSums::add_step(std::uint32_t step, const std::vector<std::uint8_t>& counts) {
    auto* here = active.data() + step * lanes_;
    std::copy_n(counts.begin(), lanes_, here);
    counts_ = here;
    all_count_ = count_active(here, lanes_) == lanes_;
}

void BatchSums::add(const double* values, std::size_t rows) {
    if (all_count_ && lanes_ % octet == 0) {
        const auto octets = lanes_ / octet;
        double* squares = sums.data() + sums_at_ + rows * octets;
        for (std::size_t row = 0; row < rows; ++row)
            octet_moments(values + row * lanes_, lanes_, sums.data() + sums_at_ + row * octets, squares + row * octets);
        sums_at_ += 2 * rows * octets;
        return;
    }
    std::vector<double> squares(rows * lanes_);
    std::transform(values, values + rows * lanes_, squares.begin(), [](double value) { return value * value; });
    add_rows(values, rows);
    add_rows(squares.data(), rows);
}

void BatchSums::add_rows(const double* values, std::size_t rows) {
    const bool octets = lanes_ % octet == 0;
    for (std::size_t row = 0; row < rows; ++row, values += lanes_) {
        double* sum = sums.data() + sums_at_;
        if (octets) {
            octet_sums(values, counts_, lanes_, sum);
        } else {
            for (std::size_t lane = 0; lane < lanes_; ++lane) sum[lane] = counts_[lane] != 0 ? values[lane] : 0.0;
        }
        sums_at_ += octets ? lanes_ / octet : lanes_;
    }
}

}  // namespace hegemon
