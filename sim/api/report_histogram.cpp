#include <algorithm>
#include <cmath>
#include <hegemon/report.hpp>
#include <limits>

namespace hegemon {

namespace {

constexpr double most_bins = 41;
constexpr int equal_bins = 24;

std::vector<double> whole_edges(double low, double high) {
    const double width = std::max(1.0, std::ceil((high - low + 1) / most_bins));
    std::vector<double> edges = {low - 0.5};
    while (edges.back() <= high) edges.push_back(edges.front() + width * static_cast<double>(edges.size()));
    return edges;
}

std::vector<double> even_edges(double low, double high) {
    std::vector<double> edges;
    for (int i = 0; i < equal_bins; ++i) edges.push_back(low + (high - low) * i / equal_bins);
    edges.push_back(high);
    return edges;
}

}  // namespace

std::vector<double> histogram_edges(const std::vector<Eigen::ArrayXd>& values) {
    double low = std::numeric_limits<double>::infinity(), high = -low;
    bool are_whole = true;
    for (const auto& list : values)
        for (const double value : list) {
            if (!std::isfinite(value)) continue;
            low = std::min(low, value);
            high = std::max(high, value);
            are_whole = are_whole && value == std::round(value);
        }
    constexpr double exactly_counted = 1e15;  // halves beside larger whole numbers are none
    if (!(low < high) || !std::isfinite(high - low)) return {};
    are_whole = are_whole && std::max(std::fabs(low), std::fabs(high)) < exactly_counted;
    return are_whole ? whole_edges(low, high) : even_edges(low, high);
}

ReportHistogram histogram(const Eigen::ArrayXd& values, const std::vector<double>& edges) {
    ReportHistogram result{edges, std::vector<std::uint64_t>(edges.empty() ? 0 : edges.size() - 1)};
    for (const double value : values) {
        if (edges.empty() || !std::isfinite(value) || value < edges.front() || value > edges.back()) continue;
        const auto above = std::upper_bound(edges.begin(), edges.end(), value) - edges.begin();
        ++result.counts[std::min(static_cast<std::size_t>(above) - 1, result.counts.size() - 1)];
    }
    return result;
}

}  // namespace hegemon
