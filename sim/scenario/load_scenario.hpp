#pragma once
/// Scenario files -> Declaration: read, merged, their structure checked. Names and types are the compiler's.
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/declaration.hpp"
#include "scenario/file_source.hpp"
#include "scenario/limits.hpp"

namespace hegemon {

struct LoadOptions {
    std::vector<std::pair<std::string, std::string>> set;  ///< `--set parameter=value`: a number or an expression
    std::optional<RecordLevel> record;                     ///< instead of the scenario's own
    std::optional<std::vector<std::string>> variants;      ///< those wanted, besides the base; none: all
    std::filesystem::path library;                         ///< looked up after the scenario's folder; may be empty
    Limits limits;
};

struct VariantName {
    std::string name, title;
};

/// A file that was read, and how it opens.
struct FileRead {
    enum class Role : std::uint8_t { scenario, model, table };
    Role role = Role::scenario;
    FilePlace place = FilePlace::memory;
    std::string name;     ///< as the scenario asks for it
    std::string path;     ///< where it was found; of a text in memory, its name
    std::string opening;  ///< the comment at the top of a scenario or model, see opening_comment()
};

/// A scenario as written, and variants of it, each a whole declaration of its own (Declaration::arm is its name).
struct LoadedScenario {
    Declaration base;
    std::vector<Declaration> variants;      ///< those wanted, in order of name; none if `base` has errors
    std::vector<VariantName> all_variants;  ///< of the file, in order of name
    std::vector<FileRead> read;  ///< the scenario, its model, then tables in the order in which they are asked for
};

/// Reads a scenario, its model and its tables. What a user did wrong is in Declaration::diagnostics, never thrown.
/// Throws std::filesystem::filesystem_error (path and errno) if a file that is there cannot be read.
LoadedScenario load_scenario(const std::filesystem::path& file, const LoadOptions& options = {});

/// The same from texts: [0] is the scenario, its model and tables are looked up by name among the rest.
/// Declaration::files of a loaded scenario is such a list, and loads as an equal declaration. `files` must not be
/// empty.
LoadedScenario load_scenario_text(std::vector<ScenarioFile> files, const LoadOptions& options = {});

}  // namespace hegemon
