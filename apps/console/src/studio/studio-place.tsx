// The entrance of this place, still empty.
/** Nothing is here yet. */
export const StudioPlace = () => <main />;
