#pragma once
/// Sums over a batch's replicates of values and of their squares, as ReplicateSum wants them.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/aligned_vector.hpp"

namespace hegemon {

struct BatchSums {
    /// [value][sums_of(lanes)]; value: step by step, column by column, row by row, first the column's then its
    /// square's.
    AlignedVector<double> sums;
    std::vector<std::uint8_t> active;  ///< [step][lane]: counts

    /// Empties it and makes room for `values` values (with their squares) in each step.
    void begin(std::size_t values, std::uint64_t steps, std::size_t lanes);
    /// Begins a step: counts[lane] says which replicates are there.
    void add_step(std::uint32_t step, const std::vector<std::uint8_t>& counts);
    /// Adds the rows of the step's next column, values[row][lane].
    void add(const double* values, std::size_t rows);

private:
    std::size_t lanes_ = 0, sums_at_ = 0;
    std::vector<double> counted_;  ///< values[row][lane], 0 where a lane does not count
    const std::uint8_t* counts_ = nullptr;
    bool all_count_ = false;
};

}  // namespace hegemon
