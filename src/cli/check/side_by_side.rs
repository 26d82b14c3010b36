//! Work on many files, on all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Does a work for each task, as many at once as there are cores, and gives what came of
/// them in their order. `start` makes what a thread keeps from one task to the next. A
/// single task is done here: a thread for it alone would cost more than it brings.
pub(super) fn side_by_side<T: Send, K, R: Send>(
    tasks: Vec<T>,
    start: impl Fn() -> K + Sync,
    work: impl Fn(&mut K, T) -> R + Sync,
) -> Vec<R> {
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if tasks.len() < 2 { 1 } else { cores().min(tasks.len()) };
    if threads < 2 {
        let mut kept = start();
        return tasks.into_iter().map(|task| work(&mut kept, task)).collect();
    }
    let slots: Vec<Mutex<(Option<T>, Option<R>)>> =
        tasks.into_iter().map(|task| Mutex::new((Some(task), None))).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut kept = start();
                while let Some(slot) = slots.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let lock = || slot.lock().unwrap_or_else(PoisonError::into_inner);
                    let Some(task) = lock().0.take() else { continue };
                    let done = work(&mut kept, task);
                    lock().1 = Some(done);
                }
            });
        }
    });
    let take = |slot: Mutex<(Option<T>, Option<R>)>| slot.into_inner().map(|(_, done)| done);
    slots.into_iter().filter_map(|slot| take(slot).ok().flatten()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_of_tasks_stands_in_their_order() {
        for count in [0, 1, 2, 1000] {
            let done = side_by_side((0..count).collect(), || 0, |_, task| task * 2);
            assert_eq!(done, (0..count).map(|task| task * 2).collect::<Vec<_>>());
        }
    }
}
