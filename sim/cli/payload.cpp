#include "cli/payload.hpp"

#include <array>
#include <cmath>

#include "cli/explanation_text.hpp"

namespace hegemon::cli {

namespace {

constexpr std::array<std::uint64_t, 2> version = {1, 0};  // of analysis/report/DATA.md

void write_arm(JsonWriter& json, ReportSource& source, std::size_t index) {
    const ReportArm& arm = source.arms()[index];
    json.begin_object().key("name").value(arm.name).key("title").value(arm.title);
    write_text(json, "note", arm.note);
    json.key("failed").value(std::uint64_t{source.file().failures(arm.name).size()}).key("kinds");
    write_kinds(json, source, index);
    json.key("parameters");
    write_parameters(json, source.file(), arm.name);
    json.key("outcomes");
    write_outcomes(json, source.file(), arm.name);
    json.key("calendar").begin_list();
    for (const auto& entry : arm.calendar) {
        json.begin_object().key("name").value(entry.rule);
        write_text(json, "note", entry.note);
        json.key("step").value(entry.step).key("time").value(entry.time);
        write_text(json, "date", entry.day);
        json.end();
    }
    json.end().key("decisions").begin_list();
    for (const auto& one : arm.decisions)
        json.begin_object().key("name").value(one.name).key("kind").value(one.kind).key("actor").value(one.actor).end();
    json.end().key("events");
    write_events(json, source, index);
    json.end();
}

void write_texts(JsonWriter& json, const ReportSource& source) {
    json.key("scenario").begin_list();
    for (const auto& text : source.texts()) {
        json.begin_object().key("file").value(text.file).key("sha256").value(text.sha256);
        json.key("text").value(text.text).end();
    }
    json.end().key("provenance").begin_object();
    for (const auto& [name, value] : source.provenance()) write_text(json, name.c_str(), value);
    json.end();
}

}  // namespace

void write_text(JsonWriter& json, const char* key, const std::string& text) {
    if (!text.empty()) json.key(key).value(text);
}

void write_packed(JsonWriter& json, std::span<const double> values, const std::vector<std::size_t>& shape) {
    const auto packed = packed_numbers(values, shape.at(shape.size() - 2), shape.back());
    const bool is_float = packed.type == PackedNumbers::Type::float32;
    json.begin_object().key("type").value(is_float ? "f32" : "levels").key("shape").begin_list();
    for (const auto size : shape) json.value(std::uint64_t{size});
    json.end();
    if (!is_float) json.key("low").value(packed.low).key("high").value(packed.high);
    json.key("data").value(packed.data).end();
}

void write_clock(JsonWriter& json, const ReportClock& clock) {
    json.begin_object().key("unit").value(clock.unit).key("days_per_unit").value(clock.days_per_unit);
    json.key("start_date");
    clock.start_date.empty() ? json.value(std::nan("")) : json.value(clock.start_date);  // null
    json.key("start").value(clock.start).key("step").value(clock.step).key("steps").value(clock.steps);
    json.key("shown").begin_list();
    for (const auto step : clock.shown) json.value(step);
    json.end().end();
}

std::string payload(ReportSource& source, const Histories& histories) {
    const RunFile& file = source.file();
    JsonWriter json;
    json.begin_object().key("format").value("hegemon report").key("version").begin_list();
    for (const auto number : version) json.value(number);
    json.end().key("title").value(file.title());
    json.key("opening").value(source.opening());
    json.key("seed").value(std::to_string(file.seed())).key("digest").value(file.digest());
    json.key("replicates").value(file.asked()).key("recorded").value(source.recorded()).key("clock");
    write_clock(json, source.clock());
    json.key("arms").begin_list();
    for (std::size_t arm = 0; arm < source.arms().size(); ++arm) write_arm(json, source, arm);
    json.end().key("comparisons");
    write_arm_comparisons(json, file);
    json.key("histories");
    write_histories(json, source, histories);
    write_texts(json, source);
    return json.end().text();
}

}  // namespace hegemon::cli
