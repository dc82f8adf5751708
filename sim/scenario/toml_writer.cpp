#include "scenario/toml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace hegemon {

namespace {

bool is_bare(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

/// Whether a character may stand between quotes as it is.
bool is_plain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F && c != '"' && c != '\\'; }

enum class Breaks : std::uint8_t { escaped, kept };
/// What stands for a character that is not plain.
void append_escaped(std::string& out, char c, Breaks breaks) {
    static constexpr std::string_view plain = "\b\t\n\f\r\"\\", names = "btnfr\"\\";
    if (c == '\n' && breaks == Breaks::kept) {
        out += c;
    } else if (const auto which = plain.find(c); which != std::string_view::npos) {
        out += '\\';
        out += names[which];
    } else {
        out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
}

/// What stands for a text between quotes. Most of it stands there as it is, and is copied in long pieces.
void append_escaped(std::string& out, std::string_view text, Breaks breaks) {
    while (!text.empty()) {
        const auto end = std::find_if_not(text.begin(), text.end(), is_plain);
        out.append(text.begin(), end);
        text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
        if (text.empty()) return;
        append_escaped(out, text.front(), breaks);
        text.remove_prefix(1);
    }
}

class Writer {
public:
    std::string write(const TomlTable& root) {
        for (const TomlEntry& entry : root.entries)
            if (entry.value.as<TomlTable>() == nullptr) pair(key(entry.key.value), entry.value);
        write_sections("", root);
        return std::move(out_);
    }

private:
    /// Sections whose entries are values, and those whose entries are tables with a heading of their own.
    static bool has_headings(std::string_view section) {
        static constexpr std::string_view flat[] = {"parameter", "function", "set", "outcome"};
        return std::find(std::begin(flat), std::end(flat), section) == std::end(flat);
    }

    void write_sections(const std::string& prefix, const TomlTable& root) {
        for (const TomlEntry& entry : root.entries) {
            const auto* section = entry.value.as<TomlTable>();
            if (section == nullptr) continue;
            if (prefix.empty() && entry.key.value == "variant") {
                for (const TomlEntry& variant : section->entries) write_variant(variant);
            } else if (prefix.empty() || entry.key.value != "force") {
                write_section(prefix, entry.key.value, *section);
            }
        }
    }

    /// What a variant says itself, then the sections that it lays over the scenario.
    void write_variant(const TomlEntry& variant) {
        const auto* table = variant.value.as<TomlTable>();
        if (table == nullptr) return;
        const std::string path = "variant." + key(variant.key.value);
        heading(path);
        for (const TomlEntry& entry : table->entries)
            if (entry.value.as<TomlTable>() == nullptr || entry.key.value == "force")
                pair(key(entry.key.value), entry.value);
        write_sections(path + ".", *table);
    }

    void write_section(const std::string& prefix, const std::string& name, const TomlTable& section) {
        if (!has_headings(name)) return write_flat(prefix + key(name), section);
        for (const TomlEntry& entry : section.entries) {
            const auto* table = entry.value.as<TomlTable>();
            const std::string path = prefix + key(name) + "." + key(entry.key.value);
            if (table == nullptr) continue;
            // The entries of rules are groups of formulas, `rate.quarrel`; all others are values.
            if (name == "kind" || name == "let" || name == "flow" || name == "rows") {
                write_flat(path, *table);
            } else {
                write_rule(path, *table);
            }
        }
    }

    void heading(const std::string& path) { out_ += "\n[" + path + "]\n"; }

    void write_flat(const std::string& path, const TomlTable& table) {
        heading(path);
        for (const TomlEntry& entry : table.entries) pair(key(entry.key.value), entry.value);
    }

    void write_rule(const std::string& path, const TomlTable& table) {
        heading(path);
        for (const TomlEntry& entry : table.entries) {
            const auto* group = entry.value.as<TomlTable>();
            if (group == nullptr || group->find("is") != nullptr || group->entries.empty()) {
                pair(key(entry.key.value), entry.value);
                continue;
            }
            for (const TomlEntry& one : group->entries)
                pair(key(entry.key.value) + "." + key(one.key.value), one.value);
        }
    }

    static std::string key(const std::string& name) {
        if (is_bare(name)) return name;
        std::string quoted = "\"";
        append_escaped(quoted, name, Breaks::escaped);
        return quoted + "\"";
    }

    void pair(const std::string& name, const TomlValue& value) {
        out_ += name + " = ";
        write_value(value, name == "data" || name == "option" ? Layout::lines : Layout::one_line);
        out_ += '\n';
    }

    enum class Layout : std::uint8_t { one_line, lines };

    void write_value(const TomlValue& value, Layout layout = Layout::one_line) {
        if (const auto* text = value.as<Text>()) {
            string(text->value);
        } else if (const auto* array = value.as<TomlArray>()) {
            write_array(*array, layout);
        } else if (const auto* table = value.as<TomlTable>()) {
            inline_table(*table);
        } else {
            out_ += value.raw();
        }
    }

    void write_array(const TomlArray& array, Layout layout) {
        const bool lines = layout == Layout::lines && !array.empty();
        out_ += lines ? "[\n  " : "[";
        for (std::size_t i = 0; i < array.size(); ++i) {
            if (i > 0) out_ += lines ? ",\n  " : ", ";
            write_value(array[i]);
        }
        out_ += lines ? ",\n]" : "]";
    }

    void inline_table(const TomlTable& table) {
        out_ += '{';
        for (std::size_t i = 0; i < table.entries.size(); ++i) {
            out_ += (i > 0 ? ", " : " ") + key(table.entries[i].key.value) + " = ";
            write_value(table.entries[i].value);
        }
        out_ += table.entries.empty() ? "}" : " }";
    }

    void string(const std::string& text) {
        const bool lines = text.find('\n') != std::string::npos;
        out_ += lines ? "\"\"\"\n" : "\"";
        append_escaped(out_, text, lines ? Breaks::kept : Breaks::escaped);
        out_ += lines ? "\"\"\"" : "\"";
    }

    std::string out_;
};

}  // namespace

std::string write_toml(const TomlTable& root) { return Writer().write(root); }

}  // namespace hegemon
