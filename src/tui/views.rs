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
}

impl View {
    /// All, in the order of the tabs; the n-th has the number n, counted from 1.
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
        }
    }

    /// The view of this name; the lesson for a name that nobody knows.
    pub fn from_key(key: &str) -> Self {
        Self::ALL.into_iter().find(|view| view.key() == key).unwrap_or_default()
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
        }
    }

    /// Columns at the right edge of the file pane in which the view marks lines.
    pub fn margin(self) -> u16 {
        match self {
            View::Lesson | View::Explain | View::Stages | View::Runtime | View::Review => 0,
            View::Cache | View::Context | View::Checks => 2,
        }
    }
}
