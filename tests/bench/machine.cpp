#include "bench/machine.hpp"

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <fstream>
#include <hegemon/version.hpp>
#include <set>

namespace hegemon::bench {
namespace {

/// A line of /proc/cpuinfo, of the first processor; "unknown" where there is none.
std::string processor(const std::string& field) {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with(field + "\t") || line.starts_with(field + " :")) return line.substr(line.find(':') + 2);
    return "unknown";
}

std::string caches() {
    std::string text;
    std::set<int> levels;
    for (const auto& cache : benchmark::CPUInfo::Get().caches) {
        if (cache.type == "Instruction" || !levels.insert(cache.level).second) continue;
        text += fmt::format(", L{} {} KiB", cache.level, cache.size / 1024);
    }
    return text;
}

}  // namespace

std::string machine() {
    std::string compiler;
    for (const auto& [name, version] : ingredients())
        if (name == "compiler") compiler = version;
    return fmt::format("{}, family {}, model {}; {} cores{}; {}, -O3", processor("model name"), processor("cpu family"),
                       processor("model"), benchmark::CPUInfo::Get().num_cpus, caches(), compiler);
}

}  // namespace hegemon::bench
