#pragma once
/// All of hegemon: load a scenario, run it, read outcomes.
///
///     const auto scenario = hegemon::Scenario::load("scenario.toml");
///     const auto run = hegemon::run(scenario, {.seed = 7, .replicates = 1000});
///     std::cout << hegemon::estimate(run.outcome("peak")).mean << '\n';
#include <hegemon/comparison.hpp>
#include <hegemon/description.hpp>
#include <hegemon/error.hpp>
#include <hegemon/estimate.hpp>
#include <hegemon/explanation.hpp>
#include <hegemon/run.hpp>
#include <hegemon/run_file.hpp>
#include <hegemon/scenario.hpp>
#include <hegemon/until.hpp>
#include <hegemon/verification.hpp>
#include <hegemon/version.hpp>
