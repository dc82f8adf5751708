#pragma once
/// One replicate of one arm, run again with something kept from happening: the same seed and names give the same random
/// numbers, so whatever differs follows from that.
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "model/recorder.hpp"

namespace hegemon {

/// Something that is kept from happening.
struct Intervention {
    /// event: it cannot happen by itself on the row in the step, nor can the calendar make it; rivals of its group may.
    /// decision: none but `otherwise` is on offer on the row in the step. So its wish is `otherwise` before anybody is
    /// served, and asks for nothing; what it had chosen earlier is given up as for any new choice.
    /// entry: the calendar's entry does nothing, whenever it is due; ramps of others go on.
    enum class Kind : std::uint8_t { event, decision, entry };
    Kind kind = Kind::event;
    std::string rule;  ///< name of the event, decision or entry
    std::uint32_t row = 0;
    std::uint32_t step = 0;  ///< of an entry, that in which it acts
};
using Interventions = std::vector<Intervention>;

/// What a replay looks at closely: one event or decision on one row in one step, whether it happens or not.
struct Watch {
    enum class Kind : std::uint8_t { event, decision };
    Kind kind = Kind::event;
    std::string rule;
    std::uint32_t row = 0;
    std::uint32_t step = 0;
};

/// How an event stood on the row, before it was known what happens.
struct EventSight {
    std::string event;
    bool may_happen = false;  ///< `when` holds
    double rate = 0;          ///< per unit of time, or the probability; whether or not it may happen
    std::vector<double> causes, factors;
    /// Time from the step's beginning at which its clock rings, if it may happen; infinite: not in this step.
    double clock = std::numeric_limits<double>::infinity();
};

/// How a choice stood when it was the actor's turn to be served.
struct ChoiceSight {
    struct Alternative {
        std::uint32_t row = 0;
        std::uint32_t option = 0;
        double gain = 0;      ///< precision times the utility beyond that of `otherwise`
        bool fits = false;    ///< what it costs is free
        bool allowed = true;  ///< for the wish: false if a variant forces another one
    };
    std::vector<Alternative> alternatives;   ///< on offer, on all rows that are one choice
    std::uint32_t actor = 0;                 ///< row of the decision's actor_kind
    std::vector<std::vector<double>> costs;  ///< [option][payment], on the row
    std::vector<double> free;                ///< [payment]
    std::vector<double> total;  ///< [payment]: of the capacity, what was spent before in the step taken off
    /// What the ledger holds against a capacity of the actor.
    struct Entry {
        std::size_t capacity = 0;  ///< index into Model::capacities
        std::string rule;          ///< "claim.guard", "decision.respond"
        KindId kind = KindId::none;
        std::uint32_t row = 0;
        double amount = 0;
        bool in_this_step = false;  ///< served before it in the same step
    };
    std::vector<Entry> entries;  ///< other than 0, of the capacities that it pays with; claims first
};

struct Sight {
    std::vector<EventSight> events;  ///< of the group of the watched one, it among them; empty: it cannot happen there
    std::optional<ChoiceSight> choice;  ///< none: it was not asked there
};

/// What is asked of a replay besides the record.
struct ReplayQuestion {
    Interventions interventions;
    std::optional<Watch> watch;
    /// Steps to run; a replay that comes back to the state that it left may stop earlier.
    std::uint64_t steps = std::numeric_limits<std::uint64_t>::max();
    /// [step]: the hashes of the replicate as it was. Given these, the replay stops after the interventions when the
    /// state is again the one that it was, since all that follows is then the same. Null: it never stops for that.
    const std::vector<std::uint64_t>* hashes = nullptr;
    /// Stops after the first step from the watched one on in which what is watched happens: of a decision, is asked.
    bool until_it_happens = false;
};

struct ReplayAnswer {
    BatchRecord record;       ///< hashes, events and decisions of the steps that were run; outcomes if it was all
    Sight sight;              ///< empty if the replay ended before the watched step
    std::uint64_t steps = 0;  ///< that were run
    bool rejoined = false;    ///< the state came to be the same again: what follows is as it was
};

class Batch;

/// Runs replicates of one arm one at a time. Not to be used by two threads at once. Replays of one replicate whose
/// interventions come in order of their steps cost least: what was before them is run once.
class Replayer {
public:
    /// The model must outlive it.
    Replayer(const Model& model, std::uint64_t seed);
    ~Replayer();
    Replayer(Replayer&&) noexcept;
    Replayer& operator=(Replayer&&) = delete;

    ReplayAnswer run(std::uint64_t replicate, const ReplayQuestion& question = {});

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace hegemon
