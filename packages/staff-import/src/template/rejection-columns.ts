/** What the file of rejected rows has behind the columns of the template. */
export const rejectionColumns = ['Row', 'Why'] as const;
