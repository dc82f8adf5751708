#pragma once
/// Scenarios as text, for tests that run them: shipped ones, changed ones, small ones written in the test.
#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "scenario/load_scenario.hpp"

namespace hegemon::test {

/// A scenario and the tables that it reads. The changes return a changed copy and throw std::invalid_argument if the
/// scenario does not have what they are to change, so that no test runs what it did not mean to.
class ScenarioText {
public:
    explicit ScenarioText(std::string text) : files_{{"scenario.toml", std::move(text)}} {}

    /// scenarios/FOLDER/NAME.toml with the named tables beside it.
    static ScenarioText shipped(const std::string& name, const std::vector<std::string>& tables = {}) {
        const std::string path = scenarios() + '/' + name + ".toml";
        ScenarioText scenario(read(path));
        for (const auto& table : tables)
            scenario.files_.push_back({table, read(path.substr(0, path.rfind('/') + 1) + table)});
        return scenario;
    }

    /// The value of a key of the file's first lines, those before any section: `with("step", "0.5")`.
    [[nodiscard]] ScenarioText with(const std::string& key, const std::string& value) const {
        const auto& text = files_[0].text;
        auto begin = text.rfind('\n' + key + ' ', text.find("\n["));
        if (begin == std::string::npos) throw std::invalid_argument("the scenario has no line '" + key + " = '");
        begin = text.find('=', begin) + 1;
        return changed(begin, text.find('\n', begin) - begin, ' ' + value);
    }

    /// The only `from` that there is becomes `to`.
    [[nodiscard]] ScenarioText replaced(const std::string& from, const std::string& to) const {
        const auto begin = files_[0].text.find(from);
        if (begin == std::string::npos || files_[0].text.find(from, begin + 1) != std::string::npos)
            throw std::invalid_argument("the scenario does not say '" + from + "' once");
        return changed(begin, from.size(), to);
    }

    /// More lines at the end: more members of its last section.
    [[nodiscard]] ScenarioText followed_by(const std::string& lines) const {
        return changed(files_[0].text.size(), 0, "\n" + lines);
    }

    /// Another value for a parameter, as `--set` gives it.
    [[nodiscard]] ScenarioText set(const std::string& parameter, const std::string& value) const {
        auto copy = *this;
        copy.options_.set.emplace_back(parameter, value);
        return copy;
    }

    /// The scenario as written, without its variants.
    [[nodiscard]] std::shared_ptr<const Model> compiled() const {
        return compile(load_scenario_text(files_, options_).base);
    }

private:
    /// Another folder may stand in for the shipped one: tests/classics/mutations_long_test.py plants faults in a copy.
    static std::string scenarios() {
        const char* const other = std::getenv("HEGEMON_SCENARIOS");
        return other != nullptr ? other : std::string(HEGEMON_SOURCE) + "/scenarios";
    }

    static std::string read(const std::string& path) {
        std::ifstream file(path);
        std::ostringstream text;
        if (!(text << file.rdbuf())) throw std::invalid_argument("cannot read " + path);
        return text.str();
    }

    [[nodiscard]] ScenarioText changed(std::size_t begin, std::size_t length, const std::string& to) const {
        auto copy = *this;
        copy.files_[0].text.replace(begin, length, to);
        return copy;
    }

    std::vector<ScenarioFile> files_;
    LoadOptions options_;
};

}  // namespace hegemon::test
