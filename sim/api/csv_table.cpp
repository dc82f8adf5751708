#include "api/csv_table.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cmath>
#include <hegemon/error.hpp>
#include <system_error>

namespace hegemon {

namespace {

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? std::string("\"\"") : std::string(1, c);
    return result + '"';
}

/// As JSON has it (RFC 8259).
std::string json(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            result += std::string("\\") + c;
        else if (static_cast<unsigned char>(c) < 0x20)
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else
            result += c;
    }
    return result + '"';
}

template <class Number>
std::string text_of(Number number) {
    if (std::isnan(number)) return {};
    if (std::isinf(number)) return number < 0 ? "-INF" : "INF";  // as a table schema has it
    return fmt::format("{}", number);
}

}  // namespace

CsvTable::CsvTable(const std::filesystem::path& file, const CsvSchema& schema)
    : file_(file), stream_(file, std::ios::binary | std::ios::trunc) {
    if (!stream_)
        throw FileError(FileError::Action::create, file_,
                        file_.string() + ": cannot create it: " + std::generic_category().message(errno));
    for (const auto& field : schema.fields) cell(field.name);
    end_line();
}

void CsvTable::separate() {
    if (!first_) stream_ << ',';
    first_ = false;
}

CsvTable& CsvTable::cell(const std::string& text) {
    separate();
    stream_ << quoted(text);
    return *this;
}

CsvTable& CsvTable::cell(std::uint64_t number) {
    separate();
    stream_ << number;
    return *this;
}

CsvTable& CsvTable::cell(double number) {
    separate();
    stream_ << text_of(number);
    return *this;
}

CsvTable& CsvTable::cell(float number) {
    separate();
    stream_ << text_of(number);
    return *this;
}

CsvTable& CsvTable::truth(double number) {
    separate();
    if (!std::isnan(number)) stream_ << (number != 0 ? "true" : "false");
    return *this;
}

CsvTable& CsvTable::empty() {
    separate();
    return *this;
}

void CsvTable::end_line() {
    stream_ << "\r\n";
    first_ = true;
    check();
}

void CsvTable::check() {
    if (!stream_)
        throw FileError(FileError::Action::write, file_,
                        file_.string() + ": cannot write it: " + std::generic_category().message(errno));
}

void CsvTable::close() {
    stream_.close();
    check();
}

std::string data_package(const std::string& title, const std::vector<CsvSchema>& tables) {
    std::string text = fmt::format(
        "{{\n  \"profile\": \"tabular-data-package\",\n  \"name\": \"hegemon-run\",\n"
        "  \"title\": {},\n  \"resources\": [",
        json(title));
    const char* between = "\n";
    for (const auto& table : tables) {
        text += fmt::format(
            "{}    {{\"name\": {}, \"path\": {}, \"title\": {}, \"profile\": \"tabular-data-resource\", "
            "\"encoding\": \"utf-8\", \"schema\": {{\"fields\": [",
            between, json(table.name), json(table.name + ".csv"), json(table.title));
        const char* comma = "\n";
        for (const auto& field : table.fields) {
            text += fmt::format("{}      {{\"name\": {}, \"type\": {}", comma, json(field.name), json(field.type));
            if (!field.unit.empty()) text += ", \"unit\": " + json(field.unit);
            if (!field.note.empty()) text += ", \"description\": " + json(field.note);
            text += '}';
            comma = ",\n";
        }
        text += "\n    ]}}";
        between = ",\n";
    }
    return text + "\n  ]\n}\n";
}

}  // namespace hegemon
