//! How long a run may be: the lengths of the tuples that are written and read as one.

/// Calls a macro with the type parameters of a tuple of each length.
macro_rules! for_each_length {
    ($of_tuple:ident) => {
        $of_tuple!(A);
        $of_tuple!(A B);
        $of_tuple!(A B C);
        $of_tuple!(A B C D);
        $of_tuple!(A B C D E);
        $of_tuple!(A B C D E F);
        $of_tuple!(A B C D E F G);
        $of_tuple!(A B C D E F G H);
        $of_tuple!(A B C D E F G H I);
        $of_tuple!(A B C D E F G H I J);
        $of_tuple!(A B C D E F G H I J K);
        $of_tuple!(A B C D E F G H I J K L);
    };
}

pub(crate) use for_each_length;
