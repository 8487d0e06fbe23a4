// The organisation's members: read, and changed. Not for drawing them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { peopleRoutes, type MemberView, type RouteInput } from '@qindesk/protocol';
import { http } from '../live/http.ts';
import { useRefusalText } from '../ui/states.tsx';

export type MemberChange = NonNullable<RouteInput<typeof peopleRoutes.changeMember>['body']>;

/** The members, as everybody who needs them reads them. */
export const useMembers = (enabled = true) => useQuery({ queryKey: ['members'], enabled, queryFn: ({ signal }) => http.call(peopleRoutes.listMembers, { signal }) });

/** Changes a member and reads the list again. */
export const useChangeMember = () => {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const say = useRefusalText();
  return useMutation({
    mutationFn: ({ id, change }: { id: MemberView['id']; change: MemberChange }) => http.call(peopleRoutes.changeMember, { params: { id }, body: change }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['members'] }),
    onError: (error) => void message.error(say(error)),
  });
};
