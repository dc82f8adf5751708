/// Explanations as JSON: all facts, unrounded.
#include "cli/explanation_text.hpp"

namespace hegemon::cli {

namespace {

const char* word_of(Happening::Sort sort) {
    switch (sort) {
        case Happening::Sort::event:
            return "event";
        case Happening::Sort::decision:
            return "decision";
        case Happening::Sort::entry:
            break;
    }
    return "entry";
}

void write_parts(JsonWriter& json, const char* name, const std::vector<RatePart>& parts) {
    json.key(name).begin_list();
    for (const auto& part : parts) {
        json.begin_object().key("name").value(part.name).key("value").value(part.value);
        if (std::string_view(name) == "causes") json.key("share").value(part.share);
        if (!part.source.empty()) json.key("source").value(part.source);
        if (!part.note.empty()) json.key("note").value(part.note);
        json.end();
    }
    json.end();
}

void write_event(JsonWriter& json, const EventState& event) {
    json.key("may_happen").truth(event.may_happen).key("rate").value(event.rate);
    json.key("chance").value(event.chance).key("chance_among_rivals").value(event.chance_among_rivals);
    write_parts(json, "causes", event.causes);
    write_parts(json, "factors", event.factors);
}

void write_options(JsonWriter& json, const DecisionState& decision) {
    json.key("options").begin_list();
    for (const auto& option : decision.options) {
        json.begin_object().key("name").value(option.name).key("offered").truth(option.offered);
        json.key("utility").value(option.utility).key("chance").value(option.chance);
        if (decision.refused) json.key("chance_again").value(option.chance_again);
        json.key("costs").begin_list();
        for (const double cost : option.costs) json.value(cost);
        json.end().end();
    }
    json.end();
}

void write_payments(JsonWriter& json, const DecisionState& decision) {
    json.key("payments").begin_list();
    for (const auto& payment : decision.payments) {
        json.begin_object().key("capacity").value(payment.capacity).key("unit").value(payment.unit);
        json.key("total").value(payment.total).key("free").value(payment.free).key("entries").begin_list();
        for (const auto& entry : payment.entries) {
            json.begin_object().key("rule").value(entry.rule).key("kind").value(entry.kind);
            json.key("row").value(entry.row).key("amount").value(entry.amount);
            json.key("in_this_step").truth(entry.in_this_step).end();
        }
        json.end().end();
    }
    json.end();
}

void write_decision(JsonWriter& json, const DecisionState& decision) {
    json.key("actor_kind").value(decision.actor_kind).key("actor").value(decision.actor);
    json.key("precision").value(decision.precision);
    json.key("wish").value(decision.wish).key("option").value(decision.option);
    json.key("refused").truth(decision.refused).key("forced").truth(decision.forced);
    json.key("served_before").value(decision.served_before);
    write_options(json, decision);
    write_payments(json, decision);
}

void write_other_arm(JsonWriter& json, const OtherArm& other) {
    json.begin_object().key("arm").value(other.arm).key("title").value(other.title);
    json.key("has_row").truth(other.has_row).key("happened").truth(other.happened);
    if (other.event) write_event(json, *other.event);
    if (other.decision) write_decision(json, *other.decision);
    json.end();
}

void write_but_for(JsonWriter& json, const ButFor& test, bool is_event, const WriteHappening& write) {
    json.begin_object().key("without");
    write(test.without);
    json.key("still").truth(test.still).key("chance").value(test.chance);
    if (is_event) json.key("rate").value(test.rate);
    if (!is_event) json.key("asked").truth(test.asked);
    if (!is_event && test.asked) json.key("option").value(test.option);
    json.key("fails").truth(test.fails).key("same_again").truth(test.same_again);
    const auto write_step = [&](const char* name, const auto& step, double begin, const std::string& date) {
        if (!step) return;
        json.key(name).begin_object().key("step").value(*step).key("begin").value(begin);
        if (!date.empty()) json.key("date").value(date);
        json.end();
    };
    write_step("next", test.next, test.next_begin, test.next_date);
    write_step("earlier", test.earlier, test.earlier_begin, test.earlier_date);
    json.end();
}

}  // namespace

void write_happening_members(JsonWriter& json, const Happening& happening) {
    json.key("sort").value(word_of(happening.sort)).key("rule").value(happening.rule);
    if (happening.sort != Happening::Sort::entry) {
        json.key("kind").value(happening.kind).key("row").value(happening.row);
        json.key("number").value(happening.number);
    }
    json.key("replicate").value(happening.replicate).key("step").value(happening.step);
    json.key("begin").value(happening.begin).key("time").value(happening.time);
    if (!happening.date.empty()) json.key("date").value(happening.date).key("day").value(happening.day);
    if (happening.sort == Happening::Sort::decision) {
        json.key("wish").value(happening.wish).key("option").value(happening.option);
        json.key("refused").truth(happening.refused);
    }
    if (!happening.note.empty()) json.key("note").value(happening.note);
}

void write_happening(JsonWriter& json, const Happening& happening) {
    json.begin_object();
    write_happening_members(json, happening);
    json.end();
}

void write_explanation_members(JsonWriter& json, const Explanation& explanation, const WriteHappening& write) {
    if (explanation.event) {
        write_event(json, *explanation.event);
        json.key("has_probability").truth(explanation.has_probability).key("cause").value(explanation.cause);
    }
    if (explanation.entry) {
        json.key("entry");
        write(*explanation.entry);
    }
    if (explanation.decision) {
        json.key("decision").begin_object();
        write_decision(json, *explanation.decision);
        json.end();
    }
    json.key("rivals").begin_list();
    for (const auto& rival : explanation.rivals) {
        json.begin_object().key("event").value(rival.event).key("rate").value(rival.rate);
        json.key("chance").value(rival.chance).end();
    }
    json.end().key("other_arms").begin_list();
    for (const auto& other : explanation.other_arms) write_other_arm(json, other);
    json.end().key("earlier").value(std::uint64_t{explanation.earlier}).key("but_for").begin_list();
    for (const auto& test : explanation.but_for) write_but_for(json, test, explanation.event.has_value(), write);
    json.end();
}

void write_explanation(JsonWriter& json, const Explanation& explanation) {
    json.begin_object().key("arm").value(explanation.arm);
    write_happening_members(json, explanation.what);
    json.key("time_unit").value(explanation.time_unit).key("step_length").value(explanation.step);
    write_explanation_members(json, explanation,
                              [&json](const Happening& happening) { write_happening(json, happening); });
    json.end();
}

}  // namespace hegemon::cli
