#pragma once
/// Score intervals of shares, which keep their promise where something is rare. No count may be below 0.

namespace hegemon {

struct Bounds {
    double low = 0, high = 0;
};

/// 95 % interval of a share that was `mean` (0 to 1) among `n` (at least 1) (Wilson 1927, J. Am. Stat. Assoc. 22,
/// 209-212).
Bounds share_interval(double mean, double n);

/// 95 % interval of P(+1) - P(-1), where of `n` (at least 1) draws of -1, 0 or 1 `above` were 1 and `below` were -1:
/// the difference of two paired shares (Tango 1998, Stat. Med. 17, 891-908). Exchanging `above` and `below` changes
/// its sign, to the bit.
Bounds paired_share_interval(double n, double above, double below);

/// Two-sided p-value of the same score test for no difference, which is McNemar's.
double paired_share_p_value(double above, double below);

}  // namespace hegemon
