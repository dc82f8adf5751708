#pragma once
/// What to say of a name that is not there.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/diagnostic.hpp"

namespace hegemon {

/// "the run has no outcome 'bursst' (bursts?)"; where none is near, with what there is. `whole` is what lacks it.
[[noreturn]] inline void refuse_unknown(const std::string& whole, const std::string& what, const std::string& name,
                                        const std::vector<std::string>& known) {
    constexpr std::size_t most = 20;
    const auto near = nearest(name, known);
    std::string hint = near.empty() ? std::string() : " (" + near + "?)";
    if (near.empty() && !known.empty()) {
        const std::vector<std::string> first(known.begin(), known.begin() + std::min<long>(most, std::ssize(known)));
        hint = fmt::format(" (it has {}", fmt::join(first, ", "));
        hint += known.size() > most ? fmt::format(" and {} more)", known.size() - most) : ")";
    }
    throw std::invalid_argument(fmt::format("{} has no {} '{}'{}", whole, what, name, hint));
}

}  // namespace hegemon
