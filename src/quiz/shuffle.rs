//! Orders that a seed decides, so that a session can be replayed and two
//! colleagues can get the same variant.

/// The places 0 to `count - 1` in an order that the seed decides.
pub fn shuffled(count: usize, seed: u64) -> Vec<usize> {
    let mut places: Vec<usize> = (0..count).collect();
    let mut state = seed;
    for last in (1..count).rev() {
        let chosen = (next(&mut state) % (last as u64 + 1)) as usize;
        places.swap(last, chosen);
    }
    places
}

/// The seed of one question in a session: different questions of one session
/// get different orders, and the same session gives the same again.
pub fn question_seed(session: u64, question: &str) -> u64 {
    let mut state = session;
    for byte in question.bytes() {
        state = state.rotate_left(8) ^ u64::from(byte);
        state = next(&mut state);
    }
    state
}

/// SplitMix64 (Steele, Lea and Flood 2014): one multiplication chain a
/// number, good enough to shuffle nine options, and stable for ever.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_place_once(count in 0_usize..20, seed: u64) {
            let mut places = shuffled(count, seed);
            prop_assert_eq!(&places, &shuffled(count, seed));
            places.sort_unstable();
            prop_assert_eq!(places, (0..count).collect::<Vec<_>>());
        }
    }

    #[test]
    fn seeds_make_all_orders_of_three() {
        let seen: std::collections::BTreeSet<_> = (0..200).map(|seed| shuffled(3, seed)).collect();
        assert_eq!(seen.len(), 6);
    }

    #[test]
    fn questions_of_a_session_differ() {
        assert_ne!(question_seed(7, "from-q1"), question_seed(7, "from-q2"));
        assert_eq!(question_seed(7, "from-q1"), question_seed(7, "from-q1"));
    }
}
