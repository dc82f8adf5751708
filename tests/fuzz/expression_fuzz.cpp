/// An expression, whatever its text, in each place where one may stand: refused with a message or compiled and run.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "engine/run.hpp"
#include "model/model.hpp"
#include "parallel/executor.hpp"
#include "scenario/load_scenario.hpp"

namespace {

using namespace hegemon;

constexpr const char* scenario = R"toml(
time = "week"
start = 0
end = 2
[parameter]
p = 0.5
[function]
twice = { of = ["a"], is = "a + a" }
near = { of = ["r", "s"], is = "r == s or r.next == s" }
[kind.town]
x = { start = 1 }
open = { start = true }
size = {}
next = { ref = "town" }
[kind.road]
key = ["from", "to"]
from = { ref = "town" }
to = { ref = "town" }
flow = { start = 2 }
[rows.town]
columns = ["name", "size", "next"]
data = [["a", 1, "b"], ["b", 0.5, "c"], ["c", -2, "a"]]
[rows.road]
columns = ["from", "to"]
data = [["a", "b"], ["b", "c"], ["c", "c"]]
[let.town]
out = "sum(r in road where r.from == this: r.flow)"
tested = "1"
[flow.road]
flow = "relax(0, 3)"
[flow.town]
x = "0"
[event.storm]
on = "town"
rate.sea = "0.5"
set.open = "chance(0.5)"
add.x = "1"
[update.town]
set.x = "x"
[outcome]
x = { take = "final", of = "town[a].x" }
)toml";

Formula& start_of_x(Declaration& declaration) {
    for (auto& kind : declaration.kinds)
        for (auto& column : kind.columns)
            if (column.name.value == "x" && column.start) return *column.start;
    std::abort();
}

/// The part of the scenario that the text is put into.
Formula& place_of(Declaration& declaration, std::size_t place) {
    switch (place % 7) {
        case 0:
            return start_of_x(declaration);
        case 1:
            return declaration.lets[0].formulas[1].formula;
        case 2:
            return declaration.flows[1].formulas[0].formula;
        case 3:
            return declaration.events[0].rates[0].formula;
        case 4:
            return declaration.events[0].adds[0].formula;
        case 5:
            return declaration.updates[0].sets[0].formula;
        default:
            return declaration.outcomes[0].of;
    }
}

LanguageLimits small_limits() {
    LanguageLimits limits;
    limits.parts = 5000;
    limits.parts_in_all = 20000;
    limits.pairs = 5000;
    limits.fixed_values = 20000;
    return limits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Declaration original = load_scenario_text({{"fuzz.toml", scenario}}).base;
    if (size == 0) return 0;
    Declaration declaration = original;
    const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
    auto file = std::make_shared<SourceFile>(SourceFile{"expression", text});
    place_of(declaration, data[0]).text = {text, {file, 0, text.size()}, {}};
    try {
        const auto model = compile(std::move(declaration), small_limits());
        RunOptions options;
        options.replicates = 3;
        Recorder recorder;
        const StopFlag stop;
        run({model.get()}, options, *make_executor(Backend::serial, 1), stop, recorder);
    } catch (const ScenarioError& error) {
        for (const auto& diagnostic : error.diagnostics()) (void)to_text(diagnostic);
    }
    return 0;
}
