/// A scenario, whatever its text: refused with messages or compiled, and run where it is small.
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/run.hpp"
#include "model/model.hpp"
#include "parallel/executor.hpp"
#include "scenario/load_scenario.hpp"
#include "support/compiled_arms.hpp"

namespace {

using namespace hegemon;

constexpr std::uint64_t most_steps = 20;

LoadOptions small_options() {
    LoadOptions options;
    options.limits.toml_bytes = 1U << 16U;
    options.limits.csv_bytes = 1U << 16U;
    options.limits.rows = 200;
    return options;
}

LanguageLimits small_limits() {
    LanguageLimits limits;
    limits.parts = 5000;
    limits.parts_in_all = 20000;
    limits.pairs = 5000;
    limits.fixed_values = 20000;
    return limits;
}

constexpr const char* table = "name,size,next\na,1,b\nb,0.5,c\nc,-2,a\n";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    try {
        const auto models = test::compiled_arms(
            load_scenario_text({{"fuzz.toml", text}, {"items.csv", table}}, small_options()), small_limits());
        if (models.front()->description.time.steps > most_steps) return 0;
        Arms arms;
        for (const auto& model : models) arms.push_back(model.get());
        RunOptions options;
        options.replicates = 3;
        Recorder recorder;
        const StopFlag stop;
        run(arms, options, *make_executor(Backend::serial, 1), stop, recorder);
    } catch (const ScenarioError& error) {
        for (const auto& diagnostic : error.diagnostics()) (void)to_text(diagnostic);
    }
    return 0;
}
