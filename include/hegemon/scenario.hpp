#pragma once
/// A scenario: text, read, checked and compiled, ready to be run.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <hegemon/error.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace hegemon {

/// What a run file keeps. `standard` ("default" in a scenario): outcomes and events of all replicates, columns of the
/// first 64, sums over all. `outcomes`: nothing but these. `events`: outcomes, events and decisions, no columns. `all`:
/// columns of all replicates.
enum class Recording : std::uint8_t { outcomes, events, standard, all };

struct ScenarioOptions {
    /// Other values for parameters: name, and a number or an expression of other parameters as text.
    std::vector<std::pair<std::string, std::string>> set;
    std::optional<Recording> recording;  ///< none: what the scenario says
    /// Variants to be compiled besides the scenario as written; none: all that it has.
    std::optional<std::vector<std::string>> variants;
    /// A folder in which models and tables are looked up that are not in the scenario's own; empty: none. An installed
    /// hegemon tells its own as hegemon_SCENARIOS in CMake.
    std::filesystem::path library;
};

/// What an outcome is, whatever values it happens to have: a number, or yes (1) or no (0). The latter is what takes
/// any, or one value of a truth.
enum class OutcomeKind : std::uint8_t { number, truth };

/// A number that every replicate yields once.
struct OutcomeInfo {
    std::string name, unit, note;
    std::string take;       ///< "final", "mean", "sum", "min", "max", "any", or "formula" of other outcomes
    std::string formula;    ///< as written
    bool headline = false;  ///< reports tell it in words
    OutcomeKind kind = OutcomeKind::number;
};

struct ParameterInfo {
    std::string name, unit, source, note;
    double value = 0;                                ///< in `unit`
    std::optional<std::pair<double, double>> range;  ///< [low, high]
};

struct KindInfo {
    std::string name;
    std::size_t rows = 0;
    std::size_t columns = 0;  ///< without references
    std::size_t references = 0;
};

/// How many rules of each sort there are, over all kinds.
struct RuleCounts {
    std::size_t lets = 0, flows = 0, claims = 0, events = 0, decisions = 0, updates = 0;
    std::size_t entries = 0;  ///< of the calendar
};

/// A what-if: the scenario with something changed.
struct VariantInfo {
    std::string name, title;
};

/// Constant once loaded; copies share it, and any number of threads may use it.
class Scenario {
public:
    /// Reads FILE, the model and the tables that it names, and compiles them.
    /// Throws InvalidScenario with all that is wrong (a variant that it does not have, too), FileError if a file cannot
    /// be read.
    static Scenario load(const std::filesystem::path& file, const ScenarioOptions& options = {});

    /// The same from a text that names no other files; messages call it `name`. Throws InvalidScenario.
    static Scenario from_text(std::string text, const ScenarioOptions& options = {},
                              const std::string& name = "scenario.toml");

    /// What a run file says was run: its scenario and arms. Throws InvalidScenario if this version reads its text
    /// otherwise, FileError if it cannot be read or is no run file.
    static Scenario from_run(const std::filesystem::path& file);

    [[nodiscard]] const std::string& title() const;
    [[nodiscard]] const std::string& time_unit() const;  ///< "day", "week", "year" or "step"
    [[nodiscard]] std::uint64_t steps() const;
    [[nodiscard]] double step() const;  ///< length of one, in time_unit()
    [[nodiscard]] Recording recording() const;
    [[nodiscard]] const std::vector<OutcomeInfo>& outcomes() const;  ///< in order of name
    /// Those of the scenario as written, as kinds() and rules() are; in order of name.
    [[nodiscard]] const std::vector<ParameterInfo>& parameters() const;
    [[nodiscard]] const std::vector<KindInfo>& kinds() const;  ///< in order of name
    [[nodiscard]] RuleCounts rules() const;
    [[nodiscard]] const std::vector<VariantInfo>& variants() const;  ///< compiled, in order of name
    [[nodiscard]] const std::vector<Notice>& warnings() const;       ///< what is odd, but no error

    /// For the library itself.
    struct Compiled;
    [[nodiscard]] const Compiled& compiled() const { return *compiled_; }

private:
    explicit Scenario(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
    std::shared_ptr<const Compiled> compiled_;
};

}  // namespace hegemon
