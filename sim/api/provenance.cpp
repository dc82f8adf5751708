#include "api/provenance.hpp"

#include <unistd.h>

#include <array>
#include <ctime>
#include <hegemon/version.hpp>

namespace hegemon {

namespace {

std::string utc_now() {
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    std::array<char, 32> text{};
    return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string host_name() {
    std::array<char, 256> name{};
    return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string opening_of(const std::vector<FileRead>& files) {
    for (const FileRead& file : files)
        if (file.role == FileRead::Role::scenario) return file.opening;
    return "";
}

}  // namespace

Provenance provenance_of(const std::string& command, const std::vector<FileRead>& files) {
    // Build metadata as semver.org section 10 has it.
    const std::string changed = with_changes() ? ".changed" : "";
    const std::string built = commit() == "unknown" ? "" : "+" + std::string(commit().substr(0, 12)) + changed;
    return {command,
            utc_now(),
            host_name(),
            opening_of(files),
            {{"hegemon", std::string(version()) + built}, {"compiler", __VERSION__}}};
}

}  // namespace hegemon
