#include "study/holm.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace hegemon {

std::vector<double> holm_adjusted(std::span<const double> p_values) {
    std::vector<double> adjusted(p_values.begin(), p_values.end());
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < p_values.size(); ++i)
        if (!std::isnan(p_values[i])) order.push_back(i);
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
    double least = 0;  // no p-value may come before a smaller one
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double times = static_cast<double>(order.size() - rank);
        least = std::fmax(least, std::fmin(1, times * p_values[order[rank]]));
        adjusted[order[rank]] = least;
    }
    return adjusted;
}

}  // namespace hegemon
