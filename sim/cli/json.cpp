#include "cli/json.hpp"

#include <fmt/format.h>

#include <cmath>

namespace hegemon::cli {

namespace {

std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (static_cast<unsigned char>(c) < 0x20) {
            result += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        } else {
            result += c;
        }
    }
    return result + '"';
}

}  // namespace

void JsonWriter::separate() {
    if (!first_) text_ += ", ";
    first_ = false;
}

JsonWriter& JsonWriter::open(char begin, char end) {
    separate();
    text_ += begin;
    ends_.push_back(end);
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::end() {
    text_ += ends_.back();
    ends_.pop_back();
    first_ = false;
    return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
    separate();
    text_ += quoted(name) + ": ";
    first_ = true;
    return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
    separate();
    text_ += quoted(text);
    return *this;
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
    separate();
    text_ += std::to_string(number);
    return *this;
}

JsonWriter& JsonWriter::value(double number) {
    separate();
    text_ += std::isfinite(number) ? fmt::format("{}", number) : "null";
    return *this;
}

JsonWriter& JsonWriter::truth(bool is_true) {
    separate();
    text_ += is_true ? "true" : "false";
    return *this;
}

}  // namespace hegemon::cli
