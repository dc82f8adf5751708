// Runs a scenario and prints the mean of each outcome, with its 95 % interval.
#include <exception>
#include <hegemon/hegemon.hpp>
#include <iostream>

int main(int count, char** arguments) {
    if (count != 2) {
        std::cerr << "usage: mean_outcomes SCENARIO\n";
        return 64;
    }
    try {
        const auto scenario = hegemon::Scenario::load(arguments[1]);
        hegemon::RunSettings settings;
        settings.seed = 7;
        settings.replicates = 100;
        const auto run = hegemon::run(scenario, settings);
        for (const auto& outcome : scenario.outcomes()) {
            const Eigen::ArrayXd& values = run.outcome(outcome.name);  // one number a replicate
            const auto mean = hegemon::estimate(values);
            std::cout << outcome.name << ": " << mean.mean << ' ' << outcome.unit << " (" << mean.low << " to "
                      << mean.high << ")\n";
        }
        return run.failures().empty() ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 65;
    }
}
