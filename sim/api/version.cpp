#include <hegemon/version.hpp>

#include "api/commit.hpp"
#include "api/unknown_name.hpp"
#include "language/kernels.hpp"
#include "parallel/executor.hpp"
#include "storage/hdf5.hpp"

namespace hegemon {

namespace {

#if defined(__clang__)
constexpr const char* compiler = "clang " __clang_version__;
#elif defined(__GNUC__)
constexpr const char* compiler = "GCC " __VERSION__;
#else
constexpr const char* compiler = "unknown";
#endif

}  // namespace

std::string_view version() { return HEGEMON_VERSION; }

std::string_view commit() { return built_commit; }

bool with_changes() { return built_with_changes; }

std::vector<std::pair<std::string, std::string>> ingredients() {
    std::vector<std::pair<std::string, std::string>> list = {{"compiler", compiler}, {"HDF5", hdf5::library_version()}};
    if (const std::string tbb = tbb_version(); !tbb.empty()) list.emplace_back("oneTBB", tbb);
    return list;
}

std::vector<std::string> instruction_sets() {
    std::vector<std::string> names;
    for (const auto* table : available_kernels()) names.emplace_back(table->name);
    return names;
}

std::string instruction_set() { return kernels().name; }

void use_instruction_set(const std::string& name) {
    for (const auto* table : available_kernels())
        if (name == table->name) {
            use_kernels(*table);
            return;
        }
    refuse_unknown("this processor or build", "instruction set", name, instruction_sets());
}

}  // namespace hegemon
