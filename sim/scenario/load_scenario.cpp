#include "scenario/load_scenario.hpp"

#include <map>

#include "core/check.hpp"
#include "scenario/file_source.hpp"
#include "scenario/merge.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read_scenario.hpp"
#include "scenario/toml_reader.hpp"
#include "scenario/toml_writer.hpp"

namespace hegemon {

namespace {

/// What a scenario that says nothing says (LANGUAGE: defaults).
constexpr const char* defaults = R"(title = ""
time = "step"
start = 0
step = 1
integrator = "euler"
record = "default"
)";

const char* word_of(RecordLevel level) {
    switch (level) {
        case RecordLevel::outcomes:
            return "outcomes";
        case RecordLevel::all:
            return "all";
        case RecordLevel::standard:
            break;
    }
    return "default";
}

class Loader {
public:
    Loader(const FileSource& source, const LoadOptions& options)
        : source_(source), options_(options), reading_(result_.diagnostics, options.limits) {}

    /// `name` in the run file, `path` in messages.
    Declaration load(const std::string& name, const std::string& path, std::string text) {
        result_.files.push_back({name, {}});
        scenario_ = make_source(path, std::move(text));
        if (auto root = merged()) {
            const OpenFile open_csv = [this](const Text& wanted) { return this->open_csv(wanted); };
            read_scenario(reading_, *root, {scenario_, 0, 0}, open_csv, result_);
            result_.files[0].text = write_toml(*root);
        } else {
            result_.files[0].text = scenario_->text;
        }
        return std::move(result_);
    }

private:
    /// Model and scenario in one, defaults and overlays in place; nothing if a file cannot be read.
    std::optional<TomlTable> merged() {
        if (scenario_->text.size() > options_.limits.toml_bytes) {
            reading_.error({scenario_, 0, 0}, messages::file_too_large, scenario_->name, options_.limits.toml_bytes);
            return std::nullopt;
        }
        auto scenario = read_toml(reading_, scenario_);
        if (!scenario) return std::nullopt;
        TomlTable root = pseudo_file(defaults);
        if (const TomlEntry* model = scenario->find("model")) {
            auto read = read_model(*model);
            if (!read) return std::nullopt;
            merge(root, std::move(*read));
            scenario->erase("model");
        }
        expand_parameters(*scenario);
        merge(root, std::move(*scenario));
        if (options_.record) merge(root, pseudo_file(fmt::format("record = \"{}\"\n", word_of(*options_.record))));
        apply_overlay(reading_, options_.set, root);
        return root;
    }

    TomlTable pseudo_file(std::string text) {
        auto table = read_toml(reading_, make_source("defaults", std::move(text)));
        HEGEMON_ASSERT(table.has_value());
        return std::move(*table);
    }

    std::optional<TomlTable> read_model(const TomlEntry& entry) {
        const Text* name = reading_.string(entry);
        const SourceFilePtr file = name != nullptr ? open(*name, options_.limits.toml_bytes, nullptr) : nullptr;
        if (file == nullptr) return std::nullopt;
        auto model = read_toml(reading_, file);
        if (!model) return std::nullopt;
        if (const TomlEntry* further = model->find("model")) {
            reading_.error(further->key.at, messages::model_of_model);
            return std::nullopt;
        }
        expand_parameters(*model);
        return model;
    }

    /// Looks a file up; a raw copy of its text goes to `keep`.
    SourceFilePtr open(const Text& name, std::uintmax_t limit, std::vector<ScenarioFile>* keep) {
        FoundFile found = source_.find(name.value, limit);
        switch (found.outcome) {
            case FoundFile::Outcome::found:
                if (keep != nullptr) keep->push_back({found.name, found.text});
                return make_source(std::move(found.path), std::move(found.text));
            case FoundFile::Outcome::not_found:
                reading_.error(name.at, messages::file_not_found, name.value);
                break;
            case FoundFile::Outcome::leaves:
                reading_.error(name.at, messages::path_leaves, name.value);
                break;
            case FoundFile::Outcome::not_a_file:
                reading_.error(name.at, messages::not_a_file, name.value);
                break;
            case FoundFile::Outcome::too_large:
                reading_.error(name.at, messages::file_too_large, name.value, limit);
                break;
        }
        return nullptr;
    }

    SourceFilePtr open_csv(const Text& name) {
        const std::string normal = std::filesystem::path(name.value).lexically_normal().generic_string();
        if (const auto known = csv_.find(normal); known != csv_.end()) return known->second;
        if (normal == result_.files[0].name) {
            reading_.error(name.at, messages::file_twice, name.value);
            return nullptr;
        }
        SourceFilePtr file = open(name, options_.limits.csv_bytes, &result_.files);
        if (file != nullptr) csv_.emplace(normal, file);
        return file;
    }

    const FileSource& source_;
    const LoadOptions& options_;
    Declaration result_;
    Reading reading_;
    SourceFilePtr scenario_;
    std::map<std::string, SourceFilePtr> csv_;
};

}  // namespace

Declaration load_scenario(const std::filesystem::path& file, const LoadOptions& options) {
    const FolderFiles files(file.parent_path(), options.library);
    std::string text = read_file(file, options.limits.toml_bytes);
    return Loader(files, options).load(file.filename().string(), file.string(), std::move(text));
}

Declaration load_scenario_text(std::vector<ScenarioFile> files, const LoadOptions& options) {
    HEGEMON_EXPECT(!files.empty());
    ScenarioFile scenario = std::move(files.front());
    files.erase(files.begin());
    const MemoryFiles others(std::move(files));
    return Loader(others, options).load(scenario.name, scenario.name, std::move(scenario.text));
}

}  // namespace hegemon
