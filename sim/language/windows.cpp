#include "language/windows.hpp"

#include <algorithm>
#include <limits>

namespace hegemon {

namespace {

constexpr RowRange nothing{std::numeric_limits<std::size_t>::max(), 0};

RowRange hull(RowRange a, RowRange b) { return {std::min(a.begin, b.begin), std::max(a.end, b.end)}; }

}  // namespace

Windows::Windows(const std::vector<std::uint32_t>& first, const std::int32_t* index) {
    const std::size_t parents = first.size() - 1;
    std::size_t narrow = 0;
    for (std::size_t begin = 0; begin < parents; begin += parents_each) {
        const auto end = std::min(parents, begin + parents_each);
        auto window = nothing;
        for (std::size_t child = first[begin]; child < first[end]; ++child) {
            const auto row = static_cast<std::size_t>(index[child]);
            window = hull(window, {row, row + 1});
        }
        windows_.push_back(window);
        narrow += window == nothing || is_narrow(window, end - begin) ? 1 : 0;
    }
    all_ = of(0, parents);
    are_narrow_ = 8 * narrow >= 7 * windows_.size();
}

RowRange Windows::of(std::size_t begin, std::size_t end) const {
    auto window = nothing;
    for (std::size_t i = begin / parents_each; i < windows_.size() && i * parents_each < end; ++i)
        window = hull(window, windows_[i]);
    return window == nothing ? RowRange{} : window;
}

}  // namespace hegemon
