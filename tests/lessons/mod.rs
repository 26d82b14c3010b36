//! Lessons: loading, checking, the course.

mod course;
