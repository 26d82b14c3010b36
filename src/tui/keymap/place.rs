//! Where keys apply.

/// Where a key applies. At any moment a few of these are in force, the most
/// special first; see [`Model::places`](crate::tui::Model::places).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Where {
    /// While the lesson is shown, whichever pane has the keys.
    Lesson,
    /// While the guide has the keys and a question waits for an answer.
    Question,
    /// While the guide has the keys and true or false is asked for: `t` then
    /// chooses an answer, and no target.
    Truth,
    /// While the guide has the keys and the options of a question are in view to the last.
    Options,
    /// While the guide has the keys and there are more options than usual: some of
    /// their letters mean something else where no option has them.
    ManyOptions,
    /// While the guide has the keys and a field waits to be typed into.
    Field,
    /// While the guide has the keys and an order question waits for an answer.
    Order,
    /// While its lines are in view to the last, and none is grabbed.
    Grab,
    /// While one is grabbed.
    Grabbed,
    /// While the guide has the keys and a line of the file is asked for.
    Pointer,
    /// While one is marked.
    Pointed,
    /// While the file has the keys and an answer is marked in it.
    Pointing,
    /// While the marks there say which steps run.
    Predicting,
    /// While the explanation is shown, whichever pane has the keys.
    Explain,
    /// While a page of Explain is open, whichever pane has the keys.
    Page,
    /// While the stages are shown, whichever pane has the keys.
    Stages,
    /// While it is shown what runs again, whichever pane has the keys.
    Cache,
    /// While a change is chosen from a list or a tree there, whichever pane has the keys.
    Choosing,
    /// While that is the tree of the context.
    Tree,
    /// While the files around the Dockerfile are shown, whichever pane has the keys.
    Context,
    /// While the findings are shown, whichever pane has the keys.
    Checks,
    /// While the checks that say nothing are shown, whichever pane has the keys.
    Rules,
    /// While the paths and lessons are shown, whichever pane has the keys.
    Home,
    /// While it is asked whether a fix is to be written.
    Confirm,
    /// While check lists and decisions are shown in their place.
    Lists,
    /// While the file has the keys.
    File,
    /// In a pane: movement.
    Pane,
    /// Everywhere, except while something is typed and under an overlay.
    Everywhere,
    /// While an answer is typed.
    Answer,
    /// While a command, or one of a list, is chosen by a part of its name.
    Palette,
    /// While a lesson is chosen from the list of all.
    Chooser,
    /// While a search or a command is typed.
    Prompt,
    /// While anything is typed.
    Typing,
    /// Under the help.
    Overlay,
    /// Always, while typing and under an overlay too. No letters.
    Always,
}

impl Where {
    /// All, in the order in which the help shows them.
    pub const ALL: [Where; 35] = [
        Where::Lesson,
        Where::Question,
        Where::Truth,
        Where::Options,
        Where::ManyOptions,
        Where::Field,
        Where::Order,
        Where::Grab,
        Where::Grabbed,
        Where::Pointer,
        Where::Pointed,
        Where::Pointing,
        Where::Predicting,
        Where::Explain,
        Where::Page,
        Where::Stages,
        Where::Cache,
        Where::Choosing,
        Where::Tree,
        Where::Context,
        Where::Checks,
        Where::Rules,
        Where::Home,
        Where::Confirm,
        Where::Lists,
        Where::File,
        Where::Pane,
        Where::Everywhere,
        Where::Always,
        Where::Answer,
        Where::Palette,
        Where::Chooser,
        Where::Prompt,
        Where::Typing,
        Where::Overlay,
    ];

    /// Whether it is in force only while the guide has the keys and a question waits.
    pub fn belongs_to_question(self) -> bool {
        matches!(
            self,
            Where::Question
                | Where::Truth
                | Where::Options
                | Where::ManyOptions
                | Where::Field
                | Where::Order
                | Where::Grab
                | Where::Grabbed
                | Where::Pointer
                | Where::Pointed
        )
    }

    /// Whether it is in force only while the file has the keys.
    pub fn belongs_to_file(self) -> bool {
        matches!(self, Where::Pointing | Where::Predicting)
    }

    /// Its heading in the help.
    pub fn title(self) -> &'static str {
        match self {
            Where::Lesson => "In a lesson",
            Where::Question => "At a question",
            Where::Truth => "At true or false",
            Where::Options => "At a question that is in view to its end",
            Where::ManyOptions => "At a question with many options",
            Where::Field => "At a question with a field",
            Where::Order => "Putting lines in order",
            Where::Grab => "With no line grabbed",
            Where::Grabbed => "With a line grabbed",
            Where::Pointer => "At a question about a line of the file",
            Where::Pointed => "With a line marked there",
            Where::Pointing => "Marking lines in the file",
            Where::Predicting => "Marking which steps run, in the file",
            Where::Explain => "In Explain",
            Where::Page => "On a page of Explain",
            Where::Stages => "In Stages",
            Where::Cache => "In Cache",
            Where::Choosing => "Choosing a change, in Cache",
            Where::Tree => "Choosing a file, in Cache",
            Where::Context => "In Context",
            Where::Checks => "In Checks",
            Where::Rules => "At the checks that say nothing",
            Where::Home => "At home",
            Where::Confirm => "Asked whether to write a fix",
            Where::Lists => "In the check lists",
            Where::File => "In the file",
            Where::Pane => "Moving about",
            Where::Everywhere => "Everywhere",
            Where::Always => "Always, also while typing",
            Where::Answer => "Typing an answer",
            Where::Palette => "In the palette",
            Where::Chooser => "In the list of lessons",
            Where::Prompt => "Typing a search or a command",
            Where::Typing => "Typing anything",
            Where::Overlay => "In this help",
        }
    }
}
