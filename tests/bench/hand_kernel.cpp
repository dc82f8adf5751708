#include "bench/hand_kernel.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include "core/name_hash.hpp"

namespace hegemon::bench {

namespace hand_baseline {
extern const HandKernel kernel;
}
#if defined(__x86_64__)
namespace hand_avx2 {
extern const HandKernel kernel;
}
namespace hand_avx512 {
extern const HandKernel kernel;
}
#endif

namespace {

/// Eight lanes of a row: a cache line, so that no register is loaded from two of them.
struct alignas(64) Line {
    std::array<double, 8> lanes;
};

/// One variable of a batch, [state][lane].
using Column = std::vector<Line>;

void fill(Column& column, const std::vector<double>& start, std::size_t lanes) {
    for (std::size_t i = 0; i < column.size(); ++i) column[i].lanes.fill(start[i * 8 / lanes]);
}

std::vector<double> means(const Column& column, std::size_t lanes) {
    std::vector<double> sums(lanes, 0.0);
    for (std::size_t i = 0; i < column.size() * 8; ++i) sums[i % lanes] += column[i / 8].lanes[i % 8];
    for (double& sum : sums) sum /= static_cast<double>(column.size() * 8 / lanes);
    return sums;
}

/// The columns of a batch, and the step that it takes.
class Batch {
public:
    Batch(const HandKernel& kernel, const NetworkData& network, const HandRun& run)
        : kernel_(kernel), network_(network), run_(run) {
        for (auto& column : columns_) column.resize(network.states() * run.lanes / 8);
        for (const std::string& name : network.names) row_hashes_.push_back(row_hash("state", name));
        world_ = {network.states(),   network.target.data(), network.weight.data(),
                  row_hashes_.data(), run.event_probability, draw_key(run.seed, "event.crisis", "fires")};
    }

    /// The replicates from `first` on.
    void take(std::uint64_t first, std::vector<HandResult>& results) {
        fill(columns_[0], network_.start.influence, run_.lanes);
        fill(columns_[1], network_.start.military, run_.lanes);
        fill(columns_[2], network_.start.political, run_.lanes);
        HandColumns now{values(0), values(1), values(2)}, next{values(3), values(4), values(5)};
        std::vector<std::int64_t> crises(run_.lanes, 0);
        for (int step = 0; step < run_.steps; ++step) {
            kernel_.step(world_, {first, static_cast<std::uint32_t>(step), run_.lanes}, now, next, crises.data());
            std::swap(now, next);
        }
        const std::size_t end = run_.steps % 2 == 0 ? 0 : 3;  // where `now` stands
        const auto influence = means(columns_[end], run_.lanes), military = means(columns_[end + 1], run_.lanes),
                   political = means(columns_[end + 2], run_.lanes);
        for (std::size_t lane = 0; lane < run_.lanes; ++lane)
            results.push_back({crises[lane], influence[lane], military[lane], political[lane]});
    }

private:
    double* values(std::size_t column) { return columns_[column].front().lanes.data(); }

    const HandKernel& kernel_;
    const NetworkData& network_;
    const HandRun& run_;
    std::array<Column, 6> columns_;  ///< influence, military, political, now and then
    std::vector<std::uint64_t> row_hashes_;
    HandWorld world_;
};

}  // namespace

std::vector<HandKernel> hand_kernels() {
    std::vector<HandKernel> all{hand_baseline::kernel};
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) all.push_back(hand_avx2::kernel);
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        all.push_back(hand_avx512::kernel);
#endif
    return all;
}

std::vector<HandResult> run_by_hand(const HandKernel& kernel, const NetworkData& network, const HandRun& run) {
    if (run.lanes == 0 || run.lanes % 8 != 0 || run.replicates % run.lanes != 0)
        throw std::invalid_argument("lanes are a multiple of 8, and replicates of lanes");
    Batch batch(kernel, network, run);
    std::vector<HandResult> results;
    for (std::uint64_t first = 0; first < run.replicates; first += run.lanes) batch.take(first, results);
    return results;
}

}  // namespace hegemon::bench
