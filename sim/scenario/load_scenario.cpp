#include "scenario/load_scenario.hpp"

#include <algorithm>
#include <map>

#include "core/check.hpp"
#include "scenario/file_source.hpp"
#include "scenario/merge.hpp"
#include "scenario/opening_comment.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read_scenario.hpp"
#include "scenario/toml_reader.hpp"
#include "scenario/toml_writer.hpp"
#include "scenario/variants.hpp"

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

class Loader {
public:
    Loader(const FileSource& source, const LoadOptions& options)
        : source_(source), options_(options), reading_(result_.base.diagnostics, options.limits) {}

    /// `name` in the run file, `path` in messages.
    LoadedScenario load(const std::string& name, const std::string& path, FilePlace place, std::string text) {
        base().files.push_back({name, {}});
        scenario_ = make_source(path, std::move(text));
        result_.read.push_back({FileRead::Role::scenario, place, name, path, opening_comment(scenario_->text)});
        if (auto root = merged()) {
            base().files[0].text = write_toml(*root);
            read(std::move(*root));
        } else {
            base().files[0].text = scenario_->text;
        }
        return std::move(result_);
    }

private:
    Declaration& base() { return result_.base; }

    /// The scenario as written, then its variants.
    void read(TomlTable root) {
        std::optional<TomlEntry> variants;
        if (const TomlEntry* section = root.find("variant")) variants = *section;
        root.erase("variant");
        const OpenFile open_csv = [this](Reading& reading, const Text& wanted) {
            return this->open_csv(reading, wanted);
        };
        const Span top{scenario_, 0, 0};
        read_scenario(reading_, root, top, open_csv, base());
        const TomlTable* entries = variants ? reading_.table(*variants) : nullptr;
        check_wanted(entries);
        if (entries == nullptr) return;
        if (entries->entries.size() > options_.limits.variants)
            return reading_.error(variants->key.at, messages::too_many_variants, options_.limits.variants);
        const VariantBase variant_base{root, base(), top, open_csv, options_.limits};
        for (const TomlEntry& entry : entries->entries) read_variant_entry(variant_base, entry);
        if (base().diagnostics.has_errors()) hand_over_errors();
        for (Declaration& variant : result_.variants) variant.files = base().files;
    }

    void read_variant_entry(const VariantBase& variant_base, const TomlEntry& entry) {
        const TomlTable* table = reading_.table(entry);
        if (entry.key.value == "base") reading_.error(entry.key.at, messages::variant_named_base);
        reading_.name(entry.key);
        if (table == nullptr) return;
        const TomlEntry* title = table->find("title");
        const Text* text = title != nullptr ? title->value.as<Text>() : nullptr;
        result_.all_variants.push_back({entry.key.value, text != nullptr ? text->value : ""});
        if (!is_wanted(entry.key.value)) return keep_tables(*table);
        result_.variants.push_back(read_variant(variant_base, entry));
    }

    /// What is wrong with variants of a scenario that is wrong itself is told with it.
    void hand_over_errors() {
        for (const Declaration& variant : result_.variants)
            for (const Diagnostic& diagnostic : variant.diagnostics.list())
                if (!is_told(diagnostic)) reading_.add(diagnostic);
        result_.variants.clear();
    }

    [[nodiscard]] bool is_wanted(const std::string& name) const {
        return !options_.variants ||
               std::find(options_.variants->begin(), options_.variants->end(), name) != options_.variants->end();
    }

    /// Whether the base has the same error.
    [[nodiscard]] bool is_told(const Diagnostic& diagnostic) const {
        const auto& told = result_.base.diagnostics.list();
        return std::any_of(told.begin(), told.end(), [&](const Diagnostic& other) {
            return other.id == diagnostic.id && other.where.file == diagnostic.where.file &&
                   other.where.begin == diagnostic.where.begin && other.problem == diagnostic.problem;
        });
    }

    /// Reports names of LoadOptions::variants that the scenario does not have, each on its line of a file "--arms".
    void check_wanted(const TomlTable* entries) {
        if (!options_.variants) return;
        std::vector<std::string> known;
        if (entries != nullptr)
            for (const TomlEntry& entry : entries->entries) known.push_back(entry.key.value);
        std::string lines;
        for (const std::string& name : *options_.variants) lines += name + "\n";
        const SourceFilePtr file = make_source("--arms", std::move(lines));
        std::size_t begin = 0;
        for (const std::string& name : *options_.variants) {
            if (std::find(known.begin(), known.end(), name) == known.end()) {
                const std::string near = nearest(name, known);
                const std::string others = known.empty() ? "the scenario has no variants" : list_words(known) + "?";
                reading_.add(complain({file, begin, name.size()}, messages::unknown_variant, name),
                             near.empty() ? others : near + "?");
            }
            begin += name.size() + 1;
        }
    }

    /// A scenario is kept with the tables of all its variants, so that it loads again whatever variants are wanted
    /// then.
    void keep_tables(const TomlTable& variant) {
        Diagnostics ignored;
        Reading quiet(ignored, options_.limits);
        const TomlEntry* section = variant.find("rows");
        const auto* all_rows = section != nullptr ? section->value.as<TomlTable>() : nullptr;
        if (all_rows == nullptr) return;
        for (const TomlEntry& entry : all_rows->entries) {
            const auto* rows = entry.value.as<TomlTable>();
            const TomlEntry* from = rows != nullptr ? rows->find("from") : nullptr;
            if (const Text* name = from != nullptr ? from->value.as<Text>() : nullptr) open_csv(quiet, *name);
        }
    }

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
        if (options_.record) merge(root, pseudo_file(fmt::format("record = \"{}\"\n", name_of(*options_.record))));
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
        const SourceFilePtr file =
            name != nullptr ? open(reading_, *name, options_.limits.toml_bytes, FileRead::Role::model) : nullptr;
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

    /// Looks a file up; of a table a raw copy is kept.
    SourceFilePtr open(Reading& reading, const Text& name, std::uintmax_t limit, FileRead::Role role) {
        FoundFile found = source_.find(name.value, limit);
        switch (found.outcome) {
            case FoundFile::Outcome::found:
                if (role == FileRead::Role::table) base().files.push_back({found.name, found.text});
                result_.read.push_back({role, found.place, found.name, found.path,
                                        role == FileRead::Role::model ? opening_comment(found.text) : ""});
                return make_source(std::move(found.path), std::move(found.text));
            case FoundFile::Outcome::not_found:
                reading.error(name.at, messages::file_not_found, name.value);
                break;
            case FoundFile::Outcome::leaves:
                reading.error(name.at, messages::path_leaves, name.value);
                break;
            case FoundFile::Outcome::not_a_file:
                reading.error(name.at, messages::not_a_file, name.value);
                break;
            case FoundFile::Outcome::too_large:
                reading.error(name.at, messages::file_too_large, name.value, limit);
                break;
        }
        return nullptr;
    }

    SourceFilePtr open_csv(Reading& reading, const Text& name) {
        const std::string normal = std::filesystem::path(name.value).lexically_normal().generic_string();
        if (const auto known = csv_.find(normal); known != csv_.end()) return known->second;
        if (normal == base().files[0].name) {
            reading.error(name.at, messages::file_twice, name.value);
            return nullptr;
        }
        SourceFilePtr file = open(reading, name, options_.limits.csv_bytes, FileRead::Role::table);
        if (file != nullptr) csv_.emplace(normal, file);
        return file;
    }

    const FileSource& source_;
    const LoadOptions& options_;
    LoadedScenario result_;
    Reading reading_;
    SourceFilePtr scenario_;
    std::map<std::string, SourceFilePtr> csv_;
};

}  // namespace

LoadedScenario load_scenario(const std::filesystem::path& file, const LoadOptions& options) {
    const FolderFiles files(file.parent_path(), options.library);
    std::string text = read_file(file, options.limits.toml_bytes);
    return Loader(files, options).load(file.filename().string(), file.string(), FilePlace::folder, std::move(text));
}

LoadedScenario load_scenario_text(std::vector<ScenarioFile> files, const LoadOptions& options) {
    HEGEMON_EXPECT(!files.empty());
    ScenarioFile scenario = std::move(files.front());
    files.erase(files.begin());
    const MemoryFiles others(std::move(files));
    return Loader(others, options).load(scenario.name, scenario.name, FilePlace::memory, std::move(scenario.text));
}

}  // namespace hegemon
