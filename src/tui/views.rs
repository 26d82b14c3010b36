//! The views that the guide can show.

/// What the guide shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// The lesson.
    #[default]
    Lesson,
    /// The explanation of the selected instruction.
    Explain,
    /// The graph of the stages.
    Stages,
    /// What runs again after a change.
    Cache,
    /// The files that a build is sent.
    Context,
    /// What a container of the image does.
    Runtime,
    /// What is wrong with the file.
    Checks,
    /// What the reader knows, and questions about what is due.
    Review,
    /// Where the reader was, what is due, what the file needs, and all lessons.
    Home,
}

impl View {
    /// All but [`View::Home`], in the order of the tabs; the n-th has the number n, counted
    /// from 1.
    pub const ALL: [View; 8] = [
        View::Lesson,
        View::Explain,
        View::Stages,
        View::Cache,
        View::Context,
        View::Runtime,
        View::Checks,
        View::Review,
    ];

    /// Its name in the file of places.
    pub fn key(self) -> &'static str {
        match self {
            View::Lesson => "lesson",
            View::Explain => "explain",
            View::Stages => "stages",
            View::Cache => "cache",
            View::Context => "context",
            View::Runtime => "runtime",
            View::Checks => "checks",
            View::Review => "review",
            View::Home => "home",
        }
    }

    /// The view of this name; the lesson for a name that nobody knows.
    pub fn from_key(key: &str) -> Self {
        let mut all = Self::ALL.into_iter().chain([View::Home]);
        all.find(|view| view.key() == key).unwrap_or_default()
    }

    /// Its number, which is its key.
    pub fn number(self) -> usize {
        Self::ALL.into_iter().position(|view| view == self).map_or(0, |place| place + 1)
    }

    /// The words on its tab.
    pub fn title(self) -> &'static str {
        match self {
            View::Lesson => "Lesson",
            View::Explain => "Explain",
            View::Stages => "Stages",
            View::Cache => "Cache",
            View::Context => "Context",
            View::Runtime => "Runtime",
            View::Checks => "Checks",
            View::Review => "Review",
            View::Home => "Home",
        }
    }

    /// Columns at the right edge of the file pane in which the view marks lines.
    pub fn margin(self) -> u16 {
        match self {
            View::Lesson | View::Explain | View::Stages | View::Runtime => 0,
            View::Review | View::Home => 0,
            View::Cache | View::Context | View::Checks => 2,
        }
    }
}
