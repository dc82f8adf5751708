#pragma once
/// Small scenarios and scratch folders for the tests of the public face.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <hegemon/hegemon.hpp>
#include <string>

/// Two rows that halve or decay: x after 10 steps of one week is 8 * 2^(-10/5) = 2.
inline const char* const decay = R"toml(
title = "Decay"
time  = "week"
start = 0
end   = 10
[parameter]
half_life = { value = 5, unit = "week", range = [1, 100], source = "assumed" }
twice     = "2 * half_life"
[kind.thing]
x = { unit = "g", start = 8 }
[rows.thing]
columns = ["name"]
data = [["b"], ["a"]]
[flow.thing]
x = "relax(0, half_life)"
[event.strike]
on = "thing"
rate.chance = 0.1
[outcome]
left    = { take = "final", of = { is = "thing[a].x", unit = "g", note = "what is left" } }
strikes = { take = "sum", of = "count(t in thing where t.strike)" }
absent  = { take = "final", of = "0 / 0" }
)toml";

/// A start above 0.5 becomes the root of a negative number in step 3.
inline const char* const half_fail = R"toml(
time = "step"
start = 0
end = 5
[kind.thing]
u = { start = "uniform(0, 1)" }
y = { start = 1 }
[rows.thing]
columns = ["name"]
data = [["only"]]
[update.thing]
set.y = "if(time >= 3, sqrt(0.5 - u), 1)"
[outcome]
y = { take = "final", of = "thing[only].y" }
u = { take = "final", of = "thing[only].u" }
)toml";

/// Things lose 1 in each step in which a drawn number is below `chance`; variants change the chance, or take it away.
inline const char* const with_variants = R"toml(
title = "Chances"
time = "step"
start = 0
end = 20
[parameter]
chance = { value = 0.2 }
idle = { value = 1 }
[kind.thing]
x = { start = 10 }
y = { start = "idle * uniform(0, 1)" }
[rows.thing]
columns = ["name"]
data = [["b"], ["a"]]
[event.loss]
on = "thing"
probability = "chance"
add.x = -1
[outcome]
left = { take = "final", of = { is = "thing[a].x", note = "What is left" }, headline = true }
below = { take = "final", of = "thing[a].x < 6" }
y = { take = "final", of = "thing[a].y" }
[variant.calm]
title = "Losses are rarer"
parameter.chance.value = 0.1
[variant.safe]
without = ["event.loss"]
)toml";

/// A folder of its own that goes when the test ends.
class Scratch {
public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "hegemon_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot create " + name);
        path_ = name;
    }
    ~Scratch() { std::filesystem::remove_all(path_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }

private:
    std::filesystem::path path_;
};
