#pragma once
/// One thing that the benchmark can time, and which of them are wanted.
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bench/report.hpp"

namespace hegemon::bench {

struct Settings;

enum class Length : std::uint8_t {
    quick,  ///< some seconds
    slow    ///< minutes: only if named, or with all
};

struct Part {
    std::string name;  ///< "batch/200x64"
    Length length = Length::quick;
    std::function<Section(const Settings&)> time;
};

/// Of `all`, those that one of `words` is the name of or, if it is nobody's name, is found in. Without words the quick
/// ones.
std::vector<Part> chosen(const std::vector<Part>& all, const std::vector<std::string>& words);

}  // namespace hegemon::bench
